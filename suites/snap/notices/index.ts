/** Notifications of a provider. */
export { noticesRules } from './rules.ts'
export { noticesScenarios } from './scenarios.ts'
