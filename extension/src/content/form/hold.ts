/** Holds a submission back for the moment in which the verdict on the form is still on its way. */
import { closest, isElement } from './dom';
import type { Guard } from './guard';

const LONGEST_HOLD_MS = 1_500;
const PRESSABLE = 'button,input[type="submit" i],input[type="button" i],input[type="image" i],[role="button" i]';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function stop(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** Listen on a window; `signal` ends it. */
export function holdSubmissions(guard: Guard, signal: AbortSignal): void {
  const released = new WeakSet<HTMLFormElement>();

  async function hold(event: Event, release: () => void): Promise<void> {
    if (guard.leaving) {
      stop(event);
      return;
    }
    const due = guard.verdictDue();
    if (due === null) return;
    stop(event);
    await Promise.race([due, pause(LONGEST_HOLD_MS)]);
    if (!guard.leaving) release();
  }

  function onClick(event: MouseEvent): void {
    // The repeated click is not trusted, so it passes; a page's own synthetic clicks end in `submit` anyway.
    if (!event.isTrusted) return;
    const target = event.composedPath()[0] as Node | undefined;
    const pressed = target !== undefined && isElement(target) ? closest(target, PRESSABLE) : null;
    if (pressed !== null) void hold(event, () => HTMLElement.prototype.click.call(pressed));
  }

  function onSubmit(event: SubmitEvent): void {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || released.delete(form)) return;
    void hold(event, () => {
      released.add(form);
      HTMLFormElement.prototype.requestSubmit.call(form, event.submitter?.isConnected === true ? event.submitter : null);
      released.delete(form);
    });
  }

  window.addEventListener('click', onClick, { capture: true, signal });
  window.addEventListener('submit', onSubmit, { capture: true, signal });
}
