/** Known-bad and legal-but-unusual variants of the honest gateway: each replaces some of its steps. */
import { ControlError } from './desk.ts'

/** Steps in place of honest ones. */
export type Bend<Steps> = (honest: Steps) => Partial<Steps>

/** Bends the steps of any desk: for whoever watches them, or plays several variants at once. */
export type AnyBend = <Steps extends object>(honest: Steps) => Steps

/** A gateway with one step done wrong, and the rules that must notice. */
export interface Defect<Steps> {
  /** Named for the behaviour, in the third person: `forgets-payments`. */
  id: string
  /** Id in the protocol's catalogue of defects, where it stands there: `M-IDM-25`. */
  catalogue?: string
  says: string
  /** The message that it changes, of one that changes nothing else. */
  message?: string
  /** Every rule that it breaks, no more and no fewer; `rule@place` names the place too. */
  breaks: string[]
  /** Gateway clock at the start, where the defect shows at some times only. ISO 8601. */
  clock?: string
  /** Profile that a target of this kind declares, where the promise that it breaks hangs on a switch. */
  profile?: { [key: string]: unknown }
  steps: Bend<Steps>
}

/** A gateway that uses a freedom of the contract; no rule may fail for it. */
export interface Freedom<Steps> {
  id: string
  says: string
  /** Rules that advise against it: they warn, and nothing else does. */
  warns?: string[]
  /** Why it is legal: an erratum, a clause or an external standard. */
  because: string
  /** Profile that a target of this kind declares, if it is a profile switch. */
  profile?: { [key: string]: unknown }
  steps: Bend<Steps>
}

/** A freedom that nothing but its profile tells: the honest desk, as other parties have agreed on it. */
export const agreed = <Steps>(
  id: string,
  says: string,
  because: string,
  profile: { [key: string]: unknown },
): Freedom<Steps> => ({ id, says, because, profile, steps: () => ({}) })

/** What befalls one transaction of a client, and nothing of any other. */
export interface Situation<Steps> {
  /** Its id in the protocol's situations.json. */
  id: string
  steps: Bend<Steps>
}

/** The defects and the freedoms of a desk. */
export interface Variants<Steps> {
  defects: readonly Defect<Steps>[]
  freedoms: readonly Freedom<Steps>[]
}

/** The steps of a desk that plays a defect, or none. */
export interface Play<Steps> {
  /** The steps in force. */
  steps(): Steps
  /** Plays a defect from now on; null plays none. Throws ControlError for no such defect. */
  switchDefect(id: string | null): void
  /** Begins the defect anew, as if it had seen nothing. */
  restart(): void
}

/** A desk's play: a defect bends the freedom's steps, and a freedom the honest ones, which `bend` has bent before. */
export function createPlay<Steps extends object>(
  straight: Steps,
  variants: Variants<Steps>,
  { freedom, bend }: { freedom?: string; bend?: AnyBend },
): Play<Steps> {
  const honest = bend?.(straight) ?? straight
  let playing: string | null = null
  let steps = stepsInForce(honest, variants, { defect: playing, freedom })
  const switchDefect = (defect: string | null) => {
    steps = stepsInForce(honest, variants, { defect, freedom })
    playing = defect
  }
  return { steps: () => steps, switchDefect, restart: () => switchDefect(playing) }
}

function stepsInForce<Steps>(
  honest: Steps,
  { defects, freedoms }: Variants<Steps>,
  { defect, freedom }: { defect: string | null; freedom: string | undefined },
): Steps {
  const free = freedoms.find(({ id }) => id === freedom)
  const bad = defects.find(({ id }) => id === defect)
  if (defect !== null && !bad) throw new ControlError(`There is no defect «${defect}».`)
  const base = { ...honest, ...free?.steps(honest) }
  return { ...base, ...bad?.steps(base) }
}
