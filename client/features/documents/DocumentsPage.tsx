/** Its owner replaces this. */
export default function DocumentsPage() {
  return <main id="main" />
}
