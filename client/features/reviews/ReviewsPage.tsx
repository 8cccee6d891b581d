/** Its owner replaces this. */
export default function ReviewsPage() {
  return <main id="main" />
}
