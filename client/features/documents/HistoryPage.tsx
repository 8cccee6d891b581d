/** Its owner replaces this. */
export default function HistoryPage() {
  return <main id="main" />
}
