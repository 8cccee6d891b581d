/** Its owner replaces this. */
export default function HomePage() {
  return <main id="main" />
}
