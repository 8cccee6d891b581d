import { home, listReviews } from '#contract/reviews.ts'
import { route } from '../../http/route.ts'
import { homePage, reviews } from './rules.ts'

export const reviewRoutes = [
  route(listReviews, 'member', reviews, { effect: 'heavy' }),
  route(home, 'member', homePage, { effect: 'heavy' }),
]
