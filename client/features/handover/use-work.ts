import { useRef, useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { toast } from '../../ui/Toast.tsx'
import { failureWords, refresh } from '../documents/deeds.ts'

/** Something long that says how far it is and can be stopped. */
export interface Steering {
  goesOn: () => boolean
  onProgress: (through: number) => void
  stay: (words: string) => void
}

/** One long deed at a time; afterwards everything that the page shows is asked for anew. */
export function useWork() {
  const client = useQueryClient()
  const isStopped = useRef(false)
  const [through, setThrough] = useState<{ of: number; count: number }>()
  const [said, setSaid] = useState('')
  /** @param deed answers what to say when it is done, and hands to `stay` what must not pass by: what could not be done. */
  const run = async (of: number, deed: (steering: Steering) => Promise<string>) => {
    if (through) return
    isStopped.current = false
    setSaid('')
    setThrough({ of, count: 0 })
    try {
      const goesOn = () => !isStopped.current
      const words = await deed({ goesOn, onProgress: (count) => setThrough({ of, count }), stay: setSaid })
      // What was there may be gone with it, and the place to say so too.
      toast({ words })
    } catch (error) {
      setSaid(failureWords(error))
    } finally {
      setThrough(undefined)
      refresh(client)
    }
  }
  return { run, stop: () => void (isStopped.current = true), through, said }
}
export type Work = ReturnType<typeof useWork>
