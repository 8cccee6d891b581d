import { lazy } from 'react'
import { Navigate, Route, Routes } from 'react-router'
import NotFoundPage from '../shell/NotFoundPage.tsx'

const AppearancePage = lazy(() => import('./AppearancePage.tsx'))
const PassphrasePage = lazy(() => import('./PassphrasePage.tsx'))
const SecurityPage = lazy(() => import('./SecurityPage.tsx'))
const CalendarAndMailPage = lazy(() => import('./CalendarAndMailPage.tsx'))
const NoticeSettingsPage = lazy(() => import('./NoticeSettingsPage.tsx'))
const OrganizationPage = lazy(() => import('./OrganizationPage.tsx'))
const MembersPage = lazy(() => import('./MembersPage.tsx'))
const CollectionsPage = lazy(() => import('./CollectionsPage.tsx'))
const GrantsPage = lazy(() => import('./AccessPage.tsx'))
const HoursPage = lazy(() => import('./HoursPage.tsx'))
const PhonePage = lazy(() => import('./PhonePage.tsx'))
const HolidaysPage = lazy(() => import('./HolidaysPage.tsx'))
const RecoveryPage = lazy(() => import('../recovery/RecoveryPage.tsx'))

/** The addresses below `/settings` and `/o/…/settings`: apart from the others, because few begin there. */
export default function SettingsRoutes({ of }: { of: 'me' | 'organization' }) {
  return of === 'me' ? (
    <Routes>
      <Route index element={<Navigate to="appearance" replace />} />
      <Route path="appearance" element={<AppearancePage />} />
      <Route path="passphrase" element={<PassphrasePage />} />
      <Route path="security" element={<SecurityPage />} />
      <Route path="notices" element={<NoticeSettingsPage />} />
      <Route path="phone-and-absence" element={<PhonePage />} />
      <Route path="calendar-and-mail" element={<CalendarAndMailPage />} />
      <Route path="*" element={<NotFoundPage />} />
    </Routes>
  ) : (
    <Routes>
      <Route index element={<Navigate to="collections" replace />} />
      <Route path="organization" element={<OrganizationPage />} />
      <Route path="members" element={<MembersPage />} />
      <Route path="collections" element={<CollectionsPage />} />
      <Route path="access" element={<GrantsPage />} />
      <Route path="hours" element={<HoursPage />} />
      <Route path="holidays" element={<HolidaysPage />} />
      <Route path="recovery" element={<RecoveryPage />} />
      <Route path="*" element={<NotFoundPage />} />
    </Routes>
  )
}
