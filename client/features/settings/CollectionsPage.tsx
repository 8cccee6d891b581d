/** Its owner replaces this. */
export default function CollectionsPage() {
  return <main id="main" />
}
