/** Its owner replaces this. */
export default function MembersPage() {
  return <main id="main" />
}
