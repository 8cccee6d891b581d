/** What was typed before the palette was there. */
export interface Typed {
  text: string
  isEntered: boolean
}

export type Early = ReturnType<typeof makeEarly>

/** Holds the first letters between the box that stands in and the palette, outside of React: neither shows them twice. */
export function makeEarly() {
  let typed: Typed = { text: '', isEntered: false }
  return {
    write: (text: string) => void (typed = { text, isEntered: false }),
    enter: () => void (typed = { ...typed, isEntered: true }),
    forget: () => void (typed = { text: '', isEntered: false }),
    read: () => typed,
  }
}
