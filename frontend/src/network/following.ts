/** What follows the slider while it moves: one request at a time, and on the picture the day that is on its way. */
import { writtenDay } from "./answer";
import { DAY_CHANGED, DAY_SOUGHT, dayOf } from "./moments";

/** Before it a wait is not worth saying. */
const SAID_AFTER_MS = 200;

/**
 * Ask for days one after the other, and for the last one wanted when an answer comes: what a hand passes over never
 * piles up on the server, and what comes is shown on the way. `show` and `fail` hear whether the day is still wanted.
 */
export function latest<T>(
  read: (day: string) => Promise<T>,
  show: (found: T, last: boolean) => void,
  fail: (error: unknown, last: boolean) => void,
): (day: string) => Promise<void> {
  let wanted = "";
  let busy = false;
  return async (day) => {
    wanted = day;
    if (busy) return;
    busy = true;
    let asked = "";
    while (asked !== wanted) {
      asked = wanted;
      try {
        const found = await read(asked);
        show(found, asked === wanted);
      } catch (error) {
        fail(error, asked === wanted);
      }
    }
    busy = false;
  };
}

/** Keep the last picture while another day is read, dimmed, with the date that is coming written over it. */
export function followDays<T>(
  frame: HTMLElement,
  read: (day: string) => Promise<T>,
  show: (found: T) => void,
  fail: (error: unknown) => void,
): void {
  const said = document.createElement("p");
  said.className = "network-awaited";
  said.hidden = true;
  frame.append(said);
  let timer = 0;
  const settle = (): void => {
    window.clearTimeout(timer);
    timer = 0;
    said.hidden = true;
    frame.removeAttribute("aria-busy");
  };
  const wait = (day: string): void => {
    said.textContent = `${writtenDay(day)} : en cours…`;
    timer ||= window.setTimeout(() => {
      said.hidden = false;
      frame.setAttribute("aria-busy", "true");
    }, SAID_AFTER_MS);
  };
  const ask = latest(
    read,
    (found, last) => {
      if (last) settle();
      show(found);
    },
    (error, last) => {
      if (!last) return;
      settle();
      fail(error);
    },
  );
  document.addEventListener(DAY_SOUGHT, (event) => wait(dayOf(event)));
  document.addEventListener(DAY_CHANGED, (event) => void ask(dayOf(event)));
}
