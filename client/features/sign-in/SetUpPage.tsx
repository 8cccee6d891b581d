/** Its owner replaces this. */
export default function SetUpPage() {
  return <main id="main" />
}
