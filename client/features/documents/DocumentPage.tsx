/** Its owner replaces this. */
export default function DocumentPage() {
  return <main id="main" />
}
