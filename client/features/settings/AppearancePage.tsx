/** Its owner replaces this. */
export default function AppearancePage() {
  return <main id="main" />
}
