import { changePassphrase, mySession, signIn, signOut, startSignIn } from '#contract/accounts.ts'
import {
  beginSecondFactor,
  confirmSecondFactor,
  endMyOtherSessions,
  endMySession,
  endSecondFactor,
  enterSecondFactor,
  listMySessions,
  makeRecoveryCodes,
  mySecondFactor,
} from '#contract/second-factor.ts'
import { record } from '../../access/audit.ts'
import { endSession } from '../../access/sessions.ts'
import { route } from '../../http/route.ts'
import { enterSecondFactor as enterCode } from './enter-code.ts'
import { endAllOtherSessions, endOneSession, mySessions } from './my-sessions.ts'
import { changePassphrase as change } from './passphrase.ts'
import { sessionOf } from './rules.ts'
import * as secondFactor from './second-factor.ts'
import { signIn as enter, startSignIn as start } from './sign-in.ts'

export const accountRoutes = [
  route(startSignIn, 'anyone', start, {
    unaudited: 'a challenge changes nothing; the sign-in that uses it is recorded',
  }),
  route(signIn, 'anyone', enter),
  route(enterSecondFactor, 'anyone', enterCode),
  route(mySession, 'account', ({ db, session, now }) => sessionOf(db, session.accountId, session.tokenHash, now)),
  route(signOut, 'account', (call) => {
    endSession(call.db, call.session.tokenHash, call.now)
    call.cookies.endSession()
    record(call, { act: 'session.end', on: ['account', call.session.accountId] })
    return {}
  }),
  route(changePassphrase, 'account', change),
  route(mySecondFactor, 'account', secondFactor.secondFactorOf),
  route(beginSecondFactor, 'account', secondFactor.beginSecondFactor),
  route(confirmSecondFactor, 'account', secondFactor.confirmSecondFactor),
  route(endSecondFactor, 'account', secondFactor.endSecondFactor),
  route(makeRecoveryCodes, 'account', secondFactor.makeRecoveryCodes),
  route(listMySessions, 'account', mySessions),
  route(endMySession, 'account', endOneSession),
  route(endMyOtherSessions, 'account', endAllOtherSessions),
]
