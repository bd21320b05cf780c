/** What an input of a whole list in the settings is given. */
export interface SettingListProps {
  value: unknown
  /** What has fixed it from outside; it cannot be changed here then. */
  fixedBy: string | undefined
  /** What is wrong at a path such as `0.label`; '' is the list itself. */
  problemOf: (path: string) => string | undefined
  onChange: (list: unknown) => void
}
