import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { followDays, latest } from "./following";
import { DAY_CHANGED, DAY_SOUGHT } from "./moments";

const send = (name: string, detail: string): boolean => document.dispatchEvent(new CustomEvent(name, { detail }));

/** Answers that wait for the test to give them. */
function held() {
  const asked: string[] = [];
  const gives: ((found: string) => void)[] = [];
  const read = (day: string): Promise<string> => {
    asked.push(day);
    return new Promise((give) => gives.push(give));
  };
  const give = async (found: string): Promise<void> => {
    gives.shift()?.(found);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { asked, read, give };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("latest", () => {
  it("asks for one day at a time, then for the last one wanted", async () => {
    const { asked, read, give } = held();
    const shown: [string, boolean][] = [];
    const ask = latest(read, (found, last) => shown.push([found, last]), vi.fn());
    void ask("2019");
    void ask("2020");
    void ask("2021");
    expect(asked).toEqual(["2019"]);
    await give("first");
    expect(asked).toEqual(["2019", "2021"]);
    await give("second");
    expect(shown).toEqual([["first", false], ["second", true]]);
    void ask("2019");
    expect(asked).toEqual(["2019", "2021", "2019"]);
  });

  it("goes on after a failure", async () => {
    const fail = vi.fn();
    const show = vi.fn();
    const ask = latest((day) => (day === "bad" ? Promise.reject(new Error("no")) : Promise.resolve(day)), show, fail);
    await ask("bad");
    await ask("good");
    expect(fail).toHaveBeenCalledOnce();
    expect(show).toHaveBeenCalledWith("good", true);
  });
});

describe("followDays", () => {
  it("says the day that is coming over the last picture, and stops once it is drawn", async () => {
    const frame = document.createElement("div");
    const { read, give } = held();
    const show = vi.fn();
    followDays(frame, read, show, vi.fn());
    const said = frame.querySelector("p");
    send(DAY_SOUGHT, "2019-06-01");
    send(DAY_CHANGED, "2019-06-01");
    expect(said?.hidden).toBe(true);
    await vi.advanceTimersByTimeAsync(250);
    expect(said?.hidden).toBe(false);
    expect(said?.textContent).toBe("1er juin 2019 : en cours…");
    expect(frame.getAttribute("aria-busy")).toBe("true");
    await give("drawn");
    expect(show).toHaveBeenCalledWith("drawn");
    expect(said?.hidden).toBe(true);
    expect(frame.hasAttribute("aria-busy")).toBe(false);
  });
});
