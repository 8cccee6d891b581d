import { lazy, type ComponentType } from 'react'
import { Navigate, Route, Routes } from 'react-router'
import type { Kind } from '#contract/values.ts'

/**
 * Every address behind the sign-in, and the page at it. Pages arrive when they are needed. The list itself comes apart
 * from the doors (routes.tsx): each page names the files that it is made of, and a sign-in needs none of them.
 */
const pages = {
  frame: () => import('./features/shell/SignedIn.tsx'),
  home: () => import('./features/home/HomePage.tsx'),
  reviews: () => import('./features/reviews/ReviewsPage.tsx'),
  gaps: () => import('./features/search/GapsPage.tsx'),
  documents: () => import('./features/documents/DocumentsPage.tsx'),
  document: () => import('./features/documents/DocumentPage.tsx'),
  credential: () => import('./features/credentials/CredentialPage.tsx'),
  vendor: () => import('./features/vendors/VendorPage.tsx'),
  diagram: () => import('./features/diagrams/DiagramPage.tsx'),
}
type OfKind = ComponentType<{ kind: Kind }>

const SignedIn = lazy(pages.frame)
const InOrganization = lazy(() => import('./features/shell/InOrganization.tsx'))
const NotFoundPage = lazy(() => import('./features/shell/NotFoundPage.tsx'))
const HomePage = lazy(pages.home)
const ReviewsPage = lazy(pages.reviews)
const GapsPage = lazy(pages.gaps)
const DocumentsPage = lazy<OfKind>(pages.documents)
const DocumentPage = lazy<OfKind>(pages.document)
const EditorPage = lazy<OfKind>(() => import('./features/documents/EditorPage.tsx'))
const CredentialPage = lazy(pages.credential)
const HealthPage = lazy(() => import('./features/credentials/HealthPage.tsx'))
const CredentialEditorPage = lazy(() => import('./features/credentials/CredentialEditorPage.tsx'))
const VendorPage = lazy(pages.vendor)
const VendorEditorPage = lazy(() => import('./features/vendors/VendorEditorPage.tsx'))
const ImportVendorsPage = lazy(() => import('./features/vendors/import/ImportVendorsPage.tsx'))
const DiagramPage = lazy(pages.diagram)
const ImportDiagramPage = lazy(() => import('./features/diagrams/ImportDiagramPage.tsx'))
const DiagramEditorPage = lazy(() => import('./features/diagrams/DiagramEditorPage.tsx'))
const ContractPage = lazy(() => import('./features/vendors/contracts/ContractPage.tsx'))
const RenewalsPage = lazy(() => import('./features/renewals/RenewalsPage.tsx'))
const HistoryPage = lazy<OfKind>(() => import('./features/documents/HistoryPage.tsx'))
const SettingsRoutes = lazy(() => import('./features/settings/SettingsRoutes.tsx'))
const ActivityPage = lazy(() => import('./features/activity/ActivityPage.tsx'))
const ReadingPage = lazy(() => import('./features/reading/ReadingPage.tsx'))
const ReadingListPage = lazy(() => import('./features/reading/ReadingListPage.tsx'))
const ReadingEditorPage = lazy(() => import('./features/reading/ReadingEditorPage.tsx'))
const ResponsibilitiesPage = lazy(() => import('./features/responsibilities/ResponsibilitiesPage.tsx'))
const LanePage = lazy(() => import('./features/responsibilities/LanePage.tsx'))
const LaneEditorPage = lazy(() => import('./features/responsibilities/LaneEditorPage.tsx'))
const AwayPage = lazy(() => import('./features/responsibilities/AwayPage.tsx'))
const WhatIfPage = lazy(() => import('./features/responsibilities/WhatIfPage.tsx'))
const WorkloadPage = lazy(() => import('./features/responsibilities/WorkloadPage.tsx'))
const NoticesPage = lazy(() => import('./features/notices/NoticesPage.tsx'))
const ImportPasswordsPage = lazy(() => import('./features/import-passwords/ImportPasswordsPage.tsx'))
const RunPage = lazy(() => import('./features/runs/RunPage.tsx'))
const IncidentsPage = lazy(() => import('./features/incidents/IncidentsPage.tsx'))
const IncidentPage = lazy(() => import('./features/incidents/IncidentPage.tsx'))
const OutcomesPage = lazy(() => import('./features/outcomes/OutcomesPage.tsx'))
const AccessPage = lazy(() => import('./features/access/AccessPage.tsx'))
const HandoversPage = lazy(() => import('./features/handover/HandoversPage.tsx'))
const HandoverPage = lazy(() => import('./features/handover/HandoverPage.tsx'))
const HandOverPage = lazy(() => import('./features/handover/StartPage.tsx'))
const MyAccessPage = lazy(() => import('./features/access/MyAccessPage.tsx'))

/** Fetches the frame and the page of an address before they are asked for. */
export function fetchPagesFor(path: string): void {
  void pages.frame()
  const found = firstPages.find(([pattern]) => pattern.test(path))
  void found?.[1]()
}

const firstPages: readonly [RegExp, () => Promise<unknown>][] = [
  [/^\/(?:home)?$|^\/o\/[^/]+$/, pages.home],
  [/^\/reviews$/, pages.reviews],
  [/^\/o\/[^/]+\/(?:runbooks|credentials|vendors|diagrams|systems)$/, pages.documents],
  [/^\/o\/[^/]+\/vendors\/[^/]+$/, pages.vendor],
  [/^\/o\/[^/]+\/diagrams\/[^/]+$/, pages.diagram],
  [/^\/o\/[^/]+\/credentials\/[^/]+$/, pages.credential],
  [/^\/o\/[^/]+\/(?:runbooks|systems)\/[^/]+$/, pages.document],
]

export default function SignedInRoutes() {
  return (
    <Routes>
      <Route element={<SignedIn />}>
        <Route index element={<Navigate to="/home" replace />} />
        <Route path="home" element={<HomePage />} />
        <Route path="reviews" element={<ReviewsPage />} />
        <Route path="renewals" element={<RenewalsPage />} />
        <Route path="access" element={<MyAccessPage />} />
        <Route path="reading" element={<ReadingPage />} />
        <Route path="notices" element={<NoticesPage />} />
        <Route path="settings/*" element={<SettingsRoutes of="me" />} />
        <Route path="o/:org" element={<InOrganization />}>
          <Route index element={<HomePage />} />
          <Route path="gaps" element={<GapsPage />} />
          <Route path="access" element={<AccessPage />} />
          <Route path="runs/:runId" element={<RunPage />} />
          <Route path="incidents" element={<IncidentsPage />} />
          <Route path="incidents/:reference" element={<IncidentPage />} />
          <Route path="outcomes" element={<OutcomesPage />} />
          <Route path="handovers" element={<HandoversPage />} />
          <Route path="handovers/:id" element={<HandoverPage />} />
          <Route path="people/:id/handover" element={<HandOverPage key="person" of="person" />} />
          <Route path="partners/:id/handover" element={<HandOverPage key="partner" of="partner" />} />
          {/* Where leaving began before there were handovers. */}
          <Route path="people/:id/leave" element={<Navigate to="../handover" relative="path" replace />} />
          <Route path="partners/:id/leave" element={<Navigate to="../handover" relative="path" replace />} />
          <Route path="reading">
            <Route index element={<ReadingPage />} />
            <Route path="new" element={<ReadingEditorPage />} />
            <Route path=":list" element={<ReadingListPage />} />
            <Route path=":list/edit" element={<ReadingEditorPage />} />
          </Route>
          <Route path="responsibilities">
            <Route index element={<ResponsibilitiesPage />} />
            <Route path="new" element={<LaneEditorPage key="new" />} />
            <Route path="away" element={<AwayPage />} />
            <Route path="workload" element={<WorkloadPage />} />
            <Route path=":lane" element={<LanePage />} />
            <Route path=":lane/edit" element={<LaneEditorPage key="edit" />} />
          </Route>
          <Route path="people/:id/away" element={<WhatIfPage />} />
          <Route path="activity" element={<ActivityPage />} />
          <Route path="import" element={<ImportPasswordsPage />} />
          {documentRoutes('runbooks', 'runbook')}
          {documentRoutes('systems', 'system')}
          <Route path="credentials">
            <Route index element={<DocumentsPage key="credential" kind="credential" />} />
            <Route path="new" element={<CredentialEditorPage />} />
            <Route path="health" element={<HealthPage />} />
            <Route path=":reference" element={<CredentialPage />} />
            <Route path=":reference/edit" element={<CredentialEditorPage />} />
            <Route path=":reference/history" element={<HistoryPage kind="credential" />} />
          </Route>
          <Route path="vendors">
            <Route index element={<DocumentsPage key="vendor" kind="vendor" />} />
            <Route path="new" element={<VendorEditorPage />} />
            <Route path="import" element={<ImportVendorsPage />} />
            <Route path=":reference" element={<VendorPage />} />
            <Route path=":reference/edit" element={<VendorEditorPage />} />
            <Route path=":reference/history" element={<HistoryPage kind="vendor" />} />
          </Route>
          <Route path="renewals" element={<RenewalsPage />} />
          <Route path="contracts/:reference" element={<ContractPage />} />
          <Route path="diagrams">
            <Route index element={<DocumentsPage key="diagram" kind="diagram" />} />
            <Route path="new" element={<DiagramEditorPage />} />
            <Route path="import" element={<ImportDiagramPage />} />
            <Route path=":reference" element={<DiagramPage />} />
            <Route path=":reference/edit" element={<DiagramEditorPage />} />
            <Route path=":reference/history" element={<HistoryPage kind="diagram" />} />
          </Route>
          <Route path="settings/*" element={<SettingsRoutes of="organization" />} />
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
