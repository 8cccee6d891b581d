/** Its owner replaces this. */
export default function OrganizationPage() {
  return <main id="main" />
}
