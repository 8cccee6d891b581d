/** Its owner replaces this. */
export default function PassphrasePage() {
  return <main id="main" />
}
