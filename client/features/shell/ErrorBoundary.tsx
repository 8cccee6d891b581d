import { Component, type ReactNode } from 'react'
import { NothingHere } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorState } from '../../ui/states.tsx'

interface Props {
  children: ReactNode
  /** What stands there instead when a page throws `NothingHere`. */
  notFound?: ReactNode
  /** A change of it clears the error: the address of the page. */
  resetKey?: string
}

/** A page that fails takes neither the frame nor the other pages with it. */
export class ErrorBoundary extends Component<Props, { error: Error | undefined }> {
  override state: { error: Error | undefined } = { error: undefined }

  static getDerivedStateFromError(error: Error) {
    return { error }
  }

  override componentDidUpdate(before: Props): void {
    if (before.resetKey !== this.props.resetKey && this.state.error) this.setState({ error: undefined })
  }

  override render(): ReactNode {
    const { error } = this.state
    if (!error) return this.props.children
    if (error instanceof NothingHere && this.props.notFound) return this.props.notFound
    return (
      <main id="main" tabIndex={-1}>
        <ErrorState
          title="This page could not be shown"
          actions={
            <Button variant="primary" onClick={() => location.reload()}>
              Load it again
            </Button>
          }
        >
          {isOldChunk(error)
            ? 'Runkeep was updated on the server while this page was open. Nothing is lost.'
            : 'What was saved is safe on the server.'}
        </ErrorState>
      </main>
    )
  }
}

/** A part of the page that was replaced by a newer build. */
function isOldChunk(error: Error): boolean {
  return /dynamically imported module|importing a module script|module script failed/i.test(error.message)
}
