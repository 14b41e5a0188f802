/** Our own drawings, the first half: heads of plain shapes on a square of 64, which its frame makes round. */

const INK = "#2b3140";

const eyes = (left: number, right: number, y: number, r = 2.4) => (
  <>
    <circle cx={left} cy={y} r={r} fill={INK} />
    <circle cx={right} cy={y} r={r} fill={INK} />
  </>
);

export function Fox() {
  return (
    <>
      <rect width="64" height="64" fill="#dcefec" />
      <path d="M13 12 28 22 15 32ZM51 12 36 22 49 32Z" fill="#c8591f" />
      <path d="M17 18 24.5 23.5 18 28ZM47 18 39.5 23.5 46 28Z" fill="#4a2c1c" />
      <path d="M12 33 32 20 52 33 32 56Z" fill="#e2762f" />
      <path d="M12 33 29 39 32 56ZM52 33 35 39 32 56Z" fill="#fff4e8" />
      {eyes(25, 39, 33.5)}
      <path d="M29 50H35L32 55Z" fill={INK} />
    </>
  );
}

export function Owl() {
  return (
    <>
      <rect width="64" height="64" fill="#e6e4f5" />
      <path d="M14 10 32 20 50 10 51 40A19 19 0 0 1 13 40Z" fill="#7b5b43" />
      <path d="M20 46A12 12 0 0 0 44 46L32 40Z" fill="#b58b66" />
      <circle cx="23.5" cy="31" r="9.5" fill="#f6e7d2" />
      <circle cx="40.5" cy="31" r="9.5" fill="#f6e7d2" />
      {eyes(24.5, 39.5, 31, 4.6)}
      <circle cx="26" cy="29.5" r="1.4" fill="#fff" />
      <circle cx="41" cy="29.5" r="1.4" fill="#fff" />
      <path d="M28.5 37H35.500L32 45Z" fill="#e3a02c" />
    </>
  );
}

export function Bear() {
  return (
    <>
      <rect width="64" height="64" fill="#f7ead2" />
      <circle cx="16.5" cy="20" r="8.5" fill="#6d4a35" />
      <circle cx="47.5" cy="20" r="8.5" fill="#6d4a35" />
      <circle cx="16.5" cy="20" r="4" fill="#a87b5c" />
      <circle cx="47.5" cy="20" r="4" fill="#a87b5c" />
      <circle cx="32" cy="35" r="21" fill="#7f573e" />
      <ellipse cx="32" cy="43.5" rx="11" ry="9" fill="#d2ab87" />
      {eyes(24, 40, 31)}
      <ellipse cx="32" cy="39.5" rx="4.2" ry="3" fill={INK} />
      <path d="M32 42V46M27.5 46.500Q32 50 36.5 46.5" fill="none" stroke={INK} strokeWidth="1.6" strokeLinecap="round" />
    </>
  );
}

export function Hare() {
  return (
    <>
      <rect width="64" height="64" fill="#dff0d8" />
      <ellipse cx="24" cy="18" rx="5.5" ry="15" transform="rotate(-9 24 18)" fill="#b99b7d" />
      <ellipse cx="40" cy="18" rx="5.5" ry="15" transform="rotate(9 40 18)" fill="#b99b7d" />
      <ellipse cx="24" cy="19" rx="2.5" ry="10.5" transform="rotate(-9 24 19)" fill="#f0c9bd" />
      <ellipse cx="40" cy="19" rx="2.5" ry="10.5" transform="rotate(9 40 19)" fill="#f0c9bd" />
      <ellipse cx="32" cy="41" rx="16.5" ry="17" fill="#c9ad90" />
      <circle cx="27.5" cy="48" r="6" fill="#f7eee4" />
      <circle cx="36.5" cy="48" r="6" fill="#f7eee4" />
      {eyes(24.5, 39.5, 37, 2.7)}
      <path d="M29 43H35L32 46.500Z" fill="#c96a6a" />
      <path d="M29.5 52H34.500V57H29.500Z" fill="#fff" />
    </>
  );
}
