import css from './Door.module.css'

/** CRYPTO.md §1 in a person's words. Says what the server learns before anybody types anything. */
export function ServerSees() {
  return (
    <details className={css['sees']}>
      <summary>What the server can see</summary>
      <dl>
        <dt>It never gets your passphrase.</dt>
        <dd>
          Your passphrase is worked into a key on this device. The server gets a signature, which is good for one
          sign-in, and keeps your keys in a sealed form that only the passphrase opens.
        </dd>
        <dt>It can read</dt>
        <dd>
          names, e-mail addresses and roles; the text of runbooks and systems; who opened, changed and verified what,
          and when; searches that found nothing, where your organization keeps them; the secret of a second factor,
          which it needs to check its codes.
        </dd>
        <dt>Its owner could change this page.</dt>
        <dd>
          Whoever runs the server delivers the program that runs here, and could deliver a false one. Use a server that
          you trust.
        </dd>
        <dt>Nobody can reset your passphrase.</dt>
        <dd>If it is lost, a key holder of your organization lets you in anew. The documents stay.</dd>
      </dl>
    </details>
  )
}
