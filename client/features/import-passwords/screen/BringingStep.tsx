import { useEffect } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { formatCount } from '../../../ui/format.ts'
import { announce } from '../../../ui/LiveAnnouncer.tsx'
import type { Progress } from '../send/bring-in.ts'
import css from '../import-passwords.module.css'

export function BringingStep({ progress, onStop }: { progress: Progress; onStop: () => void }) {
  const { done, failed, of } = progress
  const words = `${formatCount(done)} of ${formatCount(of)} brought in`
  useEffect(() => announce(words), [words])
  return (
    <div className={css['body']}>
      <p id="bringing">
        {words}
        {failed > 0 && `, ${formatCount(failed)} failed`}. Each is encrypted here and then sent. Leave this page open.
      </p>
      <progress className={css['progress']} value={done + failed} max={Math.max(1, of)} aria-labelledby="bringing" />
      <div>
        <Button onClick={onStop}>Stop</Button>
      </div>
    </div>
  )
}
