import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunEvent } from '../src/report/events.ts'
import { fold } from '../src/report/fold.ts'
import { formats } from '../src/report/index.ts'
import { answer, exchange, hostile, payment, recorded, run, started } from './report-specimens.ts'

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
const there = existsSync(executablePath)
const flags =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'

if (!there) {
  console.warn(
    `The page was not tried in a browser: no Chromium at ${executablePath}. Name one in CHROMIUM_PATH.`,
  )
  test.skip(`the page in a browser (not run: no Chromium at ${executablePath})`, () => {})
}

describe.runIf(there)(
  'the page in a browser',
  () => {
    let browser: Browser
    let dir: string
    const complaints: string[] = []

    beforeAll(async () => {
      dir = mkdtempSync(join(tmpdir(), 'batu-uji-page-'))
      browser = await chromium.launch({ executablePath, args: flags.split(' ') })
    }, 60_000)
    afterAll(async () => {
      await browser.close()
      rmSync(dir, { recursive: true })
      expect(complaints).toEqual([])
    })

    async function open(
      events: RunEvent[],
      options: Parameters<Browser['newPage']>[0] = {},
      hash = '',
    ): Promise<Page> {
      const entries = events.flatMap((event) => (event.event === 'recorded' ? [event.entry] : []))
      const file = join(dir, `${complaints.length}-${Math.random()}.html`)
      writeFileSync(file, formats.html.render(fold(events), entries))
      const page = await browser.newPage(options)
      page.on('console', (message) => complaints.push(`console: ${message.text()}`))
      page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
      page.on('dialog', (dialog) => complaints.push(`dialog: ${dialog.message()}`))
      page.on('request', (request) => {
        if (!/^(file|data):/.test(request.url())) complaints.push(`request: ${request.url()}`)
      })
      await page.goto(pathToFileURL(file).href + hash)
      return page
    }

    const evaluate = <T>(page: Page, source: string): Promise<T> => page.evaluate(source) as Promise<T>
    const sideways = (page: Page): Promise<number> =>
      evaluate(page, 'document.documentElement.scrollWidth - document.documentElement.clientWidth')
    const comesIntoView = (page: Page, id: string): Promise<void> => {
      const top = `document.getElementById(${JSON.stringify(id)})?.getBoundingClientRect().top`
      return comesTrue(page, `${top} >= -1 && ${top} < innerHeight`)
    }
    const comesTrue = (page: Page, source: string): Promise<void> =>
      expect.poll(() => evaluate(page, source), { message: source, timeout: 5000 }).toBe(true)
    const background = (page: Page): Promise<string> =>
      evaluate(page, 'getComputedStyle(document.body).backgroundColor')

    test('says what stands, without complaint', async () => {
      const page = await open(run)
      expect(await page.title()).toBe('Does not conform: Indomaret Payment Point 1.0.14')
      expect(await page.locator('.banner').innerText()).toContain('2 clauses are broken')
      expect(await page.locator('.finding').count()).toBe(3)
      expect(complaints).toEqual([])
    })

    test('runs nothing of what a target answered', async () => {
      const page = await open(hostile())
      await evaluate(page, "document.querySelectorAll('details').forEach((box) => { box.open = true })")
      await page.waitForTimeout(100)
      await evaluate(page, "document.querySelectorAll('details').forEach((box) => { box.open = true })")
      await page.waitForTimeout(100)
      expect(await evaluate(page, 'typeof window.harmed')).toBe('undefined')
      expect(
        await evaluate(
          page,
          'document.querySelectorAll(\'img, iframe, main script, a:not([href^="#"])\').length',
        ),
      ).toBe(0)
      expect(await page.locator('.sides > div:nth-child(2) pre').first().innerText()).toContain(
        '</script><script>window.harmed = 1',
      )
      expect(await sideways(page)).toBe(0)
      expect(complaints).toEqual([])
    })

    test('filters by verdict, level and text', async () => {
      const page = await open(run)
      const rows = page.locator('#clauses .row:visible')
      expect(await rows.count()).toBe(11)
      await page.getByRole('button', { name: 'not-exercised' }).click()
      expect(await rows.count()).toBe(3)
      expect(await page.locator('.finding:visible').count()).toBe(0)
      expect(await page.locator('#clauses [role=status]').innerText()).toBe('3 of 11 clauses.')
      await page.getByLabel('Any level').selectOption('should')
      expect(await rows.count()).toBe(1)
      await page.getByRole('button', { name: 'Show all' }).click()
      await page.getByLabel('Search clauses').fill('repeated FIRST one')
      expect(await rows.count()).toBe(1)
      expect(await rows.first().innerText()).toContain('IDM-PAY-REPEAT')
    })

    test('leads from a clause to its finding, on to an exchange, and back into the register', async () => {
      const page = await open(run)
      await page.locator('[id="clause-IDM-PAY-ONCE"] a[href="#finding-f2"]').click()
      await comesIntoView(page, 'finding-f2')
      await page.locator('#finding-f1 .exchange').nth(1).locator('summary').first().click()
      expect(await page.locator('#finding-f1 .sides').innerText()).toContain('R-000917')
      await page.getByRole('button', { name: 'warn' }).click()
      await page.locator('#finding-f3 a[href="#clause-IDM-INQ-ECHO-PRODUCT"]').click()
      await page.locator('[id="clause-IDM-INQ-ECHO-PRODUCT"] summary').click()
      await page.locator('[id="clause-IDM-INQ-ECHO-PRODUCT"] a[href="#x1"]').click()
      await comesIntoView(page, 'x1')
      expect(await page.locator('#x1 .sides').innerText()).toContain('BUDI SANTOSO')
      await page.locator('#x1').press('Escape')
      await evaluate(page, "location.hash = '#clause-IDM-PAY-ONCE'")
      await page.locator('[id="clause-IDM-PAY-ONCE"]').waitFor({ state: 'visible' })
    })

    test.each(['#clause-IDM-REV-STORE', '#finding-f2', '#x3', '#rule-fields.length'])(
      'opens at %s',
      async (hash) => {
        const page = await open(run, {}, hash)
        await comesIntoView(page, hash.slice(1))
        expect(await evaluate(page, 'document.activeElement.id')).toBe(hash.slice(1))
      },
    )

    test('is light or dark as the reader wishes', async () => {
      const page = await open(run, { colorScheme: 'dark' })
      const dark = await background(page)
      expect(dark).toBe('rgb(20, 21, 23)')
      await page.getByRole('button', { name: /Colours: auto/ }).click()
      expect(await background(page)).toBe('rgb(251, 250, 248)')
      await page.getByRole('button', { name: /Colours: light/ }).click()
      expect(await background(page)).toBe(dark)
    })

    test.each(['light', 'dark'] as const)('has enough contrast when it is %s', async (colorScheme) => {
      const page = await open(run, { colorScheme })
      expect(await evaluate<string[]>(page, faintText)).toEqual([])
    })

    test.each([390, 320])('fits a phone %i pixels wide', async (width) => {
      for (const events of [run, hostile(), run.slice(0, -1)]) {
        const page = await open(events, { viewport: { width, height: 844 } })
        await evaluate(
          page,
          "document.querySelectorAll('details').forEach((box) => { box.fill?.(); box.open = true })",
        )
        expect(await sideways(page)).toBe(0)
        await page.close()
      }
    })

    test('prints the evidence, not the controls and not the transcript', async () => {
      const page = await open(run, { colorScheme: 'dark' })
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
      expect(await background(page)).toBe('rgb(255, 255, 255)')
      expect(await page.locator('#transcript').isVisible()).toBe(false)
      expect(await page.locator('.tools').isVisible()).toBe(false)
      await comesTrue(page, "document.querySelectorAll('details.paper:not([open])').length === 0")
      expect(await page.locator('#finding-f1 pre').first().innerText()).toContain('curl -sS')
      expect((await page.pdf()).length).toBeGreaterThan(10_000)
      await page.emulateMedia({ media: 'screen' })
      await comesTrue(page, "document.querySelectorAll('details.paper[open]').length === 0")
    })

    test('is walked through by keyboard', async () => {
      const page = await open(run)
      await page.keyboard.press('Tab')
      await page.keyboard.press('Tab')
      expect(await evaluate(page, 'document.activeElement.textContent')).toContain('fail')
      await page.keyboard.press('Enter')
      expect(await evaluate(page, "document.activeElement.getAttribute('aria-pressed')")).toBe('true')
      const nameless =
        "[...document.querySelectorAll('button, select, input, a, summary, section')].filter((node) => !(node.getAttribute('aria-label') || node.textContent.trim())).length"
      expect(await evaluate(page, nameless)).toBe(0)
    })

    test('lays out of 2,000 exchanges only what is looked at', async () => {
      const many = Array.from({ length: 2000 }, (_, at) =>
        exchange(at + 10, 'payment', payment, { response: answer('ResPayment', payment) }),
      )
      const page = await open([started, ...recorded(many), ...run.slice(1)])
      const nodes = (where: string) => evaluate<number>(page, `document.querySelectorAll('${where}').length`)
      const few = await open(run)
      const before = await evaluate<number>(few, "document.querySelectorAll('*').length")
      // Neither the transcript nor a message is there before it is asked for.
      expect(await nodes('*')).toBeLessThan(before + 50)
      await evaluate(page, "location.hash = '#x99'")
      await comesTrue(page, "document.querySelector('#x99[open]') !== null")
      expect(await page.locator('#x99[open]').isVisible()).toBe(true)
      expect(await nodes('#transcript .exchange')).toBeGreaterThanOrEqual(2000)
      await comesTrue(page, "document.querySelectorAll('#transcript .sides').length === 1")
      expect(complaints).toEqual([])
    })
  },
  60_000,
)

/** Run in the page: texts whose contrast against their ground is below 4.5. */
const faintText = `(() => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number)
  const light = (color) => {
    const [r, g, b] = channels(color).map((value) => value / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor
      if (channels(color)[3] !== 0) return color
    }
    return 'rgb(255, 255, 255)'
  }
  const texts = [...document.querySelectorAll('main *')].filter((node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()))
  return texts.flatMap((node) => {
    const [a, b] = [light(getComputedStyle(node).color), light(ground(node))]
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
    return contrast < 4.5 ? [node.className + ': ' + node.textContent.slice(0, 30) + ' ' + contrast.toFixed(2)] : []
  })
})()`
