/** Its owner replaces this. */
export default function SignInPage() {
  return <main id="main" />
}
