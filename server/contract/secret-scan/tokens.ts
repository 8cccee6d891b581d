import type { Form } from './forms.ts'
import type { SecretRule } from './rules.ts'
import { isCounting, isStandIn, shapeOf } from './values.ts'

/** A sample has `example` or blanks in it, counts, or repeats itself. */
const isRandom = (value: string): boolean =>
  !/example|xxxx|0{12}|\.{3}|\*{3}/i.test(value) && !isCounting(value) && shapeOf(value).distinct >= 8

/** Authenticator apps are shown with this seed. */
const isSetUp = (uri: string): boolean => !/example|JBSWY3DPEHPK3PXP(?:&|$)/i.test(uri)

const token = (rule: SecretRule, starts: string[], pattern: RegExp, more: Partial<Form> = {}): Form => ({
  rule,
  starts,
  pattern,
  isSecret: isRandom,
  ...more,
})

/**
 * What its maker marked as a secret by how it begins. Sources: the makers' own documentation of their formats. Lengths are
 * bounded.
 */
export const tokenForms: readonly Form[] = [
  token('aws-access-key', ['AKIA', 'ASIA'], /A[KS]IA[A-Z2-7]{16}(?![A-Za-z0-9])/y),
  token('github-token', ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], /gh[pousr]_[A-Za-z0-9]{36,251}/y),
  token('github-token', ['github_pat_'], /github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}/y),
  token(
    'gitlab-token',
    ['glpat-', 'gldt-', 'glrt-', 'glcbt-', 'glptt-', 'glft-', 'glimt-', 'glagent-', 'glsoat-', 'gloas-', 'glffct-'],
    /gl[a-z]{2,5}-[\w-]{20,300}(?:\.[\w.-]{1,30})?/y,
  ),
  token('gitlab-token', ['GR1348941'], /GR1348941[\w-]{20}/y),
  token(
    'slack-token',
    ['xoxb-', 'xoxa-', 'xoxp-', 'xoxr-', 'xoxs-', 'xoxe-', 'xoxc-', 'xoxd-', 'xoxe.'],
    /xox[abcdeprs][-.][\w%.-]{10,400}/y,
  ),
  token('slack-token', ['xapp-'], /xapp-\d-[A-Z0-9]{5,20}-\d{5,20}-[a-f0-9]{32,128}/y),
  token(
    'slack-webhook',
    ['hooks.slack.com/'],
    /hooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Z0-9]{6,14}\/[A-Za-z0-9/_-]{20,90}/y,
  ),
  token(
    'discord-webhook',
    ['discord.com/api/webhooks/', 'discordapp.com/api/webhooks/'],
    /discord(?:app)?\.com\/api\/webhooks\/\d{15,21}\/[\w-]{50,90}/y,
  ),
  token(
    'teams-webhook',
    ['webhook.office.com/'],
    /webhook\.office\.com\/webhookb2\/[\w@-]{60,90}\/IncomingWebhook\/[a-f0-9]{32}[\w/-]{0,90}/y,
  ),
  token('stripe-key', ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_'], /[rs]k_(?:live|test)_[A-Za-z0-9]{16,247}/y),
  token('stripe-key', ['whsec_'], /whsec_[A-Za-z0-9+/=]{24,90}/y),
  token('google-key', ['AIza'], /AIza[\w-]{35}(?![\w-])/y),
  token('google-key', ['GOCSPX-'], /GOCSPX-[\w-]{28}(?![\w-])/y),
  token('google-key', ['ya29.'], /ya29\.[\w-]{30,500}/y),
  token('azure-key', ['AccountKey='], /AccountKey=([A-Za-z0-9+/]{86}==)/y),
  token('azure-key', ['SharedAccessKey='], /SharedAccessKey=([A-Za-z0-9+/]{43}=)/y),
  token(
    'azure-key',
    ['SharedAccessSignature', '&sig=', '?sig='],
    /(?:SharedAccessSignature[^\n]{0,300})?[?&]sig=([A-Za-z0-9+/%-]{40,120}=?)/y,
  ),
  token(
    'openai-key',
    ['sk-proj-', 'sk-svcacct-', 'sk-admin-', 'sk-None-'],
    /sk-(?:proj|svcacct|admin|None)-[\w-]{40,220}/y,
  ),
  token('openai-key', ['sk-'], /sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}|sk-[A-Za-z0-9]{48}(?![\w-])/y),
  token('anthropic-key', ['sk-ant-'], /sk-ant-[a-z0-9]{3,10}-[\w-]{60,140}/y),
  token('twilio-key', ['SK'], /SK[0-9a-f]{32}(?![0-9a-zA-Z])/y),
  token('sendgrid-key', ['SG.'], /SG\.[\w-]{22}\.[\w-]{43}(?![\w-])/y),
  token('mailgun-key', ['key-'], /key-[0-9a-f]{32}(?![\w-])/y),
  token('npm-token', ['npm_'], /npm_[A-Za-z0-9]{36}(?![A-Za-z0-9])/y),
  token('pypi-token', ['pypi-AgE'], /pypi-AgE[\w-]{50,400}/y),
  token('docker-token', ['dckr_pat_', 'dckr_oat_'], /dckr_[op]at_[\w-]{24,60}/y),
  token('vault-token', ['hvs.', 'hvb.', 'hvr.'], /hv[bsr]\.[\w-]{24,300}/y),
  token('terraform-token', ['.atlasv1.'], /[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,90}/y, { before: [14] }),
  token('azure-key', ['Q~'], /(?<![\w.~-])[\w~.-]{3}\dQ~[\w~.-]{31,34}(?![\w~.-])/y, { before: [4] }),
  token('mailchimp-key', ['-us'], /(?<!\w)[0-9a-f]{32}-us\d{1,2}(?!\w)/y, { before: [32] }),
  token('telegram-token', [':AA'], /(?<!\d)\d{8,10}:AA[\w-]{33}(?![\w-])/y, { before: [10, 9, 8] }),
  token('digitalocean-token', ['dop_v1_', 'doo_v1_', 'dor_v1_'], /do[opr]_v1_[a-f0-9]{64}/y),
  token('tailscale-key', ['tskey-'], /tskey-[a-z]{3,12}-[A-Za-z0-9]{8,30}-[A-Za-z0-9]{16,60}/y),
  token('grafana-token', ['glsa_', 'glc_'], /gl(?:sa_[A-Za-z0-9]{32}_[a-f0-9]{8}|c_[A-Za-z0-9+/=]{32,400})/y),
  token('newrelic-key', ['NRAK-', 'NRII-'], /NR(?:AK-[A-Z0-9]{27}|II-[\w-]{32})/y),
  token('sentry-token', ['sntrys_', 'sntryu_'], /sntry(?:s_[\w+/=]{60,400}|u_[a-f0-9]{64})/y),
  token('atlassian-token', ['ATATT3', 'ATCTT3', 'ATBB'], /AT(?:[AC]TT3[\w=-]{100,240}|BB[A-Za-z0-9]{32})/y),
  token('databricks-token', ['dapi'], /dapi[a-f0-9]{32}(?:-\d)?(?![A-Za-z0-9])/y),
  token('shopify-token', ['shpat_', 'shpss_', 'shpca_', 'shppa_'], /shp(?:at|ss|ca|pa)_[a-fA-F0-9]{32}/y),
  token('square-token', ['sq0atp-', 'sq0csp-', 'EAAA'], /(?:sq0(?:atp|csp)-[\w-]{22,60}|EAAA[\w-]{60})/y),
  token('huggingface-token', ['hf_'], /hf_[A-Za-z]{30,40}(?![A-Za-z0-9])/y),
  token('onepassword-token', ['ops_eyJ'], /ops_eyJ[\w-]{200,1200}/y),
  token('age-key', ['AGE-SECRET-KEY-1', 'AGE-SECRET-KEY-PQ-1'], /AGE-SECRET-KEY-(?:PQ-)?1[0-9A-Z]{58,80}/y),
  token(
    'otpauth-uri',
    ['otpauth://'],
    /otpauth:\/\/[ht]otp\/[^\s"'<>`|]{0,400}?[?&]secret=[A-Z2-7a-z%=]{8,200}[^\s"'<>`|)]{0,300}/y,
    { isSecret: isSetUp, looks: 600 },
  ),
  token('otpauth-uri', ['otpauth-migration://'], /otpauth-migration:\/\/offline\?data=[A-Za-z0-9%+/=_-]{20,2000}/y),
  token('wifi-key', ['WIFI:'], /WIFI:[^\n]{0,120}?\bP:((?:[^;\\\n]|\\.){8,63});/y, {
    isSecret: (value) => !isStandIn(value),
    looks: 1_500,
  }),
  token('jwt', ['eyJ'], /eyJ[\w-]{8,2000}\.eyJ[\w-]{8,6000}\.[\w-]{20,1400}/y, { looks: 2_000 }),
]
