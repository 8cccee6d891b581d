/** Its owner replaces this. */
export function Palette(_props: { isOpen: boolean; onClose: () => void }) {
  return null
}
