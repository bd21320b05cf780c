/**
 * What a mail looks like in its preview. The policy of the page names the hash of this text (`server/http/routes/admin-ui.ts`,
 * and a test holds them equal): the frame needs no nonce then, which would hand the key of the page to a template.
 */
export const MAIL_STYLE = `
body { margin: 0; padding: 16px; font: 15px/1.5 system-ui, sans-serif; color: #1c2024; background: #fff; overflow-wrap: anywhere; }
a { color: #1055c9; }
.btn, .btn:visited { display: inline-block; padding: 10px 20px; border-radius: 6px; color: #fff; background: #1c2024; font-weight: 600; text-decoration: none; }
`
