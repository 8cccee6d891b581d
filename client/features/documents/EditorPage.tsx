/** Its owner replaces this. */
export default function EditorPage() {
  return <main id="main" />
}
