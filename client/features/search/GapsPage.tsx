/** Its owner replaces this. */
export default function GapsPage() {
  return <main id="main" />
}
