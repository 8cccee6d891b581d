/** Its owner replaces this. */
export default function JoinPage() {
  return <main id="main" />
}
