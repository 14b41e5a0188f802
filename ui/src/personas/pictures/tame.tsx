/** Our own drawings, the second half: heads of plain shapes on a square of 64, which its frame makes round. */

const INK = "#2b3140";

export function Cat() {
  return (
    <>
      <rect width="64" height="64" fill="#fbe3da" />
      <path d="M13 11 29 22 14 36ZM51 11 35 22 50 36Z" fill="#5b6472" />
      <path d="M17 18 24 23 17.5 29ZM47 18 40 23 46.5 29Z" fill="#e8a9a0" />
      <ellipse cx="32" cy="38" rx="20" ry="17.5" fill="#6d7786" />
      <path d="M32 20.500V29M26.5 21.5 27.5 28M37.5 21.5 36.5 28" stroke="#4b5361" strokeWidth="2.2" strokeLinecap="round" />
      <ellipse cx="24" cy="35.5" rx="4" ry="4.6" fill="#d8e26a" />
      <ellipse cx="40" cy="35.5" rx="4" ry="4.6" fill="#d8e26a" />
      <ellipse cx="24" cy="35.5" rx="1.4" ry="4" fill={INK} />
      <ellipse cx="40" cy="35.5" rx="1.4" ry="4" fill={INK} />
      <path d="M29.5 43H34.500L32 46Z" fill="#e8a9a0" />
      <path d="M6 42 17 43.500M6 48.5 17 46.500M58 42 47 43.500M58 48.5 47 46.5" stroke="#f3f4f6" strokeWidth="1.3" strokeLinecap="round" />
    </>
  );
}

export function Whale() {
  return (
    <>
      <rect width="64" height="64" fill="#d5eaf7" />
      <path d="M32 19V13M32 13Q31 7 25 8M32 13Q33 7 39 8" fill="none" stroke="#5aa0cf" strokeWidth="2.6" strokeLinecap="round" />
      <path d="M8 46C8 27 19 19 32 19S56 27 56 46C56 53 45 57 32 57S8 53 8 46Z" fill="#2f6a99" />
      <path d="M8.5 43C18 49 46 49 55.5 43 57 53 45 57 32 57S7 53 8.5 43Z" fill="#eaf4fb" />
      <path d="M22 49.500V55M29 50.500V56.500M36 50.500V56.500M43 49.500V55" stroke="#b7d3e6" strokeWidth="1.8" strokeLinecap="round" />
      <circle cx="17.5" cy="38" r="2.6" fill="#fff" />
      <circle cx="46.5" cy="38" r="2.6" fill="#fff" />
      <circle cx="17.5" cy="38.3" r="1.6" fill={INK} />
      <circle cx="46.5" cy="38.3" r="1.6" fill={INK} />
    </>
  );
}

export function Robin() {
  return (
    <>
      <rect width="64" height="64" fill="#e9edf2" />
      <circle cx="32" cy="34" r="22" fill="#7a6a58" />
      <path d="M32 23C20 23 16 34 18 46A20 20 0 0 0 46 46C48 34 44 23 32 23Z" fill="#dd5f31" />
      <path d="M21 49A20 20 0 0 0 43 49Q32 42 21 49Z" fill="#f6eee6" />
      <path d="M27.5 33 32 30.5 36.5 33 32 40.500Z" fill="#40424a" />
      <path d="M27.5 33H36.5" stroke="#8a8d97" strokeWidth="1.2" />
      <circle cx="23" cy="29.5" r="2.8" fill={INK} />
      <circle cx="41" cy="29.5" r="2.8" fill={INK} />
      <circle cx="23.9" cy="28.6" r="0.9" fill="#fff" />
      <circle cx="41.9" cy="28.6" r="0.9" fill="#fff" />
    </>
  );
}

export function Hedgehog() {
  return (
    <>
      <rect width="64" height="64" fill="#f1e9f4" />
      <path
        d="M32 6 36 11 42 7 44 13 51 12 50 19 57 21 54 27 60 31 55 36 59 42 52 45 53 52 46 51 43 57 32 54 21 57 18 51 11 52 12 45 5 42 9 36 4 31 10 27 7 21 14 19 13 12 20 13 22 7 28 11Z"
        fill="#5a4334"
      />
      <circle cx="17.5" cy="30" r="4.2" fill="#c99f7c" />
      <circle cx="46.5" cy="30" r="4.2" fill="#c99f7c" />
      <path d="M32 23C40 23 47 30 47 39S40 54 32 54 17 48 17 39 24 23 32 23Z" fill="#ecd2b4" />
      <circle cx="25" cy="37" r="2.5" fill={INK} />
      <circle cx="39" cy="37" r="2.5" fill={INK} />
      <ellipse cx="32" cy="44" rx="3.8" ry="3" fill={INK} />
      <path d="M28 49.500Q32 52 36 49.5" fill="none" stroke={INK} strokeWidth="1.5" strokeLinecap="round" />
    </>
  );
}
