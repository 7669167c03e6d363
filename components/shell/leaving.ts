/** Whether what is on the page may be left: a form with changes asks first. Browser only. */
type Ask = () => Promise<boolean>;

const asks: Ask[] = [];

/** Asked before every navigation, the latest first. Returns what takes it back. */
export function beforeLeaving(ask: Ask): () => void {
  asks.push(ask);
  return () => {
    const at = asks.indexOf(ask);
    if (at >= 0) asks.splice(at, 1);
  };
}

/** True when nobody minds; code that navigates asks here. */
export async function mayLeave(): Promise<boolean> {
  const ask = asks.at(-1);
  return ask === undefined || ask();
}
