import ExternalLink from 'lucide-react/icons/external-link'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { safeLink } from '../../ui/safe-link.ts'
import css from './credentials.module.css'

/** Addresses, one a line: web addresses open, everything else is copied. */
export function Addresses({ text }: { text: string }) {
  const lines = text.split('\n').flatMap((line) => line.trim() || [])
  return (
    <ul className={css['addresses']}>
      {lines.map((line) => {
        const link = safeLink(line, location.origin)
        const href = link?.is === 'outside' && /^https?:/.test(link.href) ? link.href : undefined
        return (
          <li key={line} className={css['mono']}>
            {href ? (
              <a href={href} target="_blank" rel="noopener noreferrer">
                {line}
                <Icon of={ExternalLink} size={13} />
              </a>
            ) : (
              line
            )}
            <CopyButton text={line} what="address" />
          </li>
        )
      })}
    </ul>
  )
}
