import { lazy, type ComponentType } from 'react'
import { Navigate, Route, Routes } from 'react-router'
import type { Kind } from '#contract/values.ts'

/**
 * Every address of the app and the page behind it. Pages arrive when they are needed; the signed-in frame is a part of
 * its own, so that the sign-in page stays small.
 */
type OfKind = ComponentType<{ kind: Kind }>
const frame = () => import('./features/shell/SignedIn.tsx')
const homePage = () => import('./features/home/HomePage.tsx')

const SignInPage = lazy(() => import('./features/sign-in/SignInPage.tsx'))
const SetUpPage = lazy(() => import('./features/sign-in/SetUpPage.tsx'))
const JoinPage = lazy(() => import('./features/sign-in/JoinPage.tsx'))
const SignedIn = lazy(frame)
const NotFoundPage = lazy(() => import('./features/shell/NotFoundPage.tsx'))
const InOrganization = lazy(() => import('./features/shell/InOrganization.tsx'))
const HomePage = lazy(homePage)
const ReviewsPage = lazy(() => import('./features/reviews/ReviewsPage.tsx'))
const GapsPage = lazy(() => import('./features/search/GapsPage.tsx'))
const DocumentsPage = lazy<OfKind>(() => import('./features/documents/DocumentsPage.tsx'))
const DocumentPage = lazy<OfKind>(() => import('./features/documents/DocumentPage.tsx'))
const EditorPage = lazy<OfKind>(() => import('./features/documents/EditorPage.tsx'))
const HistoryPage = lazy<OfKind>(() => import('./features/documents/HistoryPage.tsx'))
const AppearancePage = lazy(() => import('./features/settings/AppearancePage.tsx'))
const PassphrasePage = lazy(() => import('./features/settings/PassphrasePage.tsx'))
const OrganizationPage = lazy(() => import('./features/settings/OrganizationPage.tsx'))
const MembersPage = lazy(() => import('./features/settings/MembersPage.tsx'))
const CollectionsPage = lazy(() => import('./features/settings/CollectionsPage.tsx'))
const AccessPage = lazy(() => import('./features/settings/AccessPage.tsx'))

/** Fetches what the first signed-in page needs, while somebody still types the passphrase. */
export function fetchSignedInPages(): void {
  void frame()
  void homePage()
}

export function AppRoutes() {
  return (
    <Routes>
      <Route path="/sign-in" element={<SignInPage />} />
      <Route path="/set-up" element={<SetUpPage />} />
      <Route path="/join" element={<JoinPage />} />
      <Route element={<SignedIn />}>
        <Route index element={<Navigate to="/home" replace />} />
        <Route path="home" element={<HomePage />} />
        <Route path="reviews" element={<ReviewsPage />} />
        <Route path="settings">
          <Route index element={<Navigate to="appearance" replace />} />
          <Route path="appearance" element={<AppearancePage />} />
          <Route path="passphrase" element={<PassphrasePage />} />
        </Route>
        <Route path="o/:org" element={<InOrganization />}>
          <Route index element={<HomePage />} />
          <Route path="gaps" element={<GapsPage />} />
          {documentRoutes('runbooks', 'runbook')}
          {documentRoutes('systems', 'system')}
          <Route path="settings">
            <Route index element={<Navigate to="organization" replace />} />
            <Route path="organization" element={<OrganizationPage />} />
            <Route path="members" element={<MembersPage />} />
            <Route path="collections" element={<CollectionsPage />} />
            <Route path="access" element={<AccessPage />} />
          </Route>
          <Route path="*" element={<NotFoundPage />} />
        </Route>
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  )
}

function documentRoutes(path: string, kind: Kind) {
  return (
    <Route path={path}>
      <Route index element={<DocumentsPage key={kind} kind={kind} />} />
      <Route path="new" element={<EditorPage kind={kind} />} />
      <Route path=":reference" element={<DocumentPage kind={kind} />} />
      <Route path=":reference/edit" element={<EditorPage kind={kind} />} />
      <Route path=":reference/history" element={<HistoryPage kind={kind} />} />
    </Route>
  )
}
