import { CopyButton } from './CopyButton.tsx'
import css from './CodeBox.module.css'

export { CopyButton }

/** Machine text to be typed exactly: a command, a file, an answer. */
export function CodeBox({ text, language }: { text: string; language?: string | undefined }) {
  const isOneLine = !text.includes('\n')
  return (
    <div className={css['box']} data-one-line={isOneLine || undefined} data-code-box="">
      <pre
        className={css['pre']}
        tabIndex={0}
        role="group"
        aria-label={language ? `${language} code` : isOneLine ? 'Command' : 'Code'}
      >
        <code>{text}</code>
      </pre>
      <CopyButton text={text} what={isOneLine ? 'command' : 'code'} />
    </div>
  )
}
