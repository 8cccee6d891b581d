/** Once the page has come to rest, so that the first dialog is there at once. */
export const loadModals = () => import('./modals.tsx')
