import { Button } from '../../../ui/Button.tsx'
import css from '../import-passwords.module.css'

export function ReadingStep({ fileName, isLong, onStop }: { fileName: string; isLong: boolean; onStop: () => void }) {
  return (
    <div className={css['body']}>
      <p role="status">
        Reading {fileName}.{isLong && ' Working out its key takes a few seconds, up to a minute where it was set high.'}
      </p>
      <div>
        <Button onClick={onStop}>Stop</Button>
      </div>
    </div>
  )
}
