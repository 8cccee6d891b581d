/** Its owner replaces this. */
export default function AccessPage() {
  return <main id="main" />
}
