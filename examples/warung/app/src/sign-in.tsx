import { ApiError } from '@dapur/sdk'
import { type FormEvent, type InputHTMLAttributes, type ReactNode, useState } from 'react'
import { accounts, dapur, isKitchen } from './dapur.ts'
import { readForm } from './read-form.ts'

/** Signs in, or up where guests do. */
export function SignIn(): ReactNode {
  const [isNew, setNew] = useState(!isKitchen)
  const [error, setError] = useState<ApiError>()

  async function send(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault()
    const { name = '', email = '', password = '' } = readForm(event.currentTarget)
    try {
      if (isNew) await dapur.collection('users').create({ name, email, password, passwordConfirm: password })
      await dapur.collection(accounts).signIn({ email, password })
    } catch (caught) {
      if (!(caught instanceof ApiError)) throw caught
      setError(caught)
    }
  }

  return (
    <form className="sign-in" onSubmit={(event) => void send(event)}>
      <h2>{isKitchen ? 'The kitchen' : isNew ? 'New here?' : 'Welcome back'}</h2>
      {isNew && <Field name="name" label="Your name" autoComplete="name" />}
      <Field name="email" label="E-mail" type="email" autoComplete="email" error={error} />
      <Field
        name="password"
        label={isNew ? 'Password, 8 letters or more' : 'Password'}
        type="password"
        autoComplete={isNew ? 'new-password' : 'current-password'}
        error={error}
      />
      {error && <p role="alert">{error.message}</p>}
      <button className="main">{isNew ? 'Sign up' : 'Sign in'}</button>
      {!isKitchen && (
        <button type="button" className="quiet" onClick={() => setNew(!isNew)}>
          {isNew ? 'I have an account' : 'I am new here'}
        </button>
      )}
    </form>
  )
}

type FieldProps = InputHTMLAttributes<HTMLInputElement> & { label: string; error?: ApiError | undefined }

function Field({ label, error, ...input }: FieldProps): ReactNode {
  const problem = error?.problem(input.name ?? '')
  return (
    <label>
      {label}
      <input {...input} required aria-invalid={problem !== undefined} />
      {problem && <small>{problem.message}</small>}
    </label>
  )
}
