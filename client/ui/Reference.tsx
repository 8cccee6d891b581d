import css from './Reference.module.css'

/** A speakable reference, `RB-14`: always mono. */
export function Reference({ children }: { children: string }) {
  return <span className={css['reference']}>{children}</span>
}

/** A machine word inside human words: an address, a host name, a serial. */
export function Machine({ children }: { children: string }) {
  return <code className={css['machine']}>{children}</code>
}
