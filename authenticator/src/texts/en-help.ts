/** A topic of the help. A list in its body is a list of steps. */
export interface HelpTopic {
  readonly id: string;
  readonly icon: 'bell' | 'bellOff' | 'clock' | 'info' | 'key' | 'offline' | 'refresh' | 'scan' | 'shield' | 'warning';
  readonly title: string;
  readonly body: readonly (string | readonly string[])[];
}

/** English. Another language is another list with the same ids. */
export const englishHelp: readonly HelpTopic[] = [
  {
    id: 'token',
    icon: 'key',
    title: 'What is a token?',
    body: [
      'A token is what makes this device proof that you are you. It belongs to one account at one organisation, makes passcodes for it, and answers when that account signs in.',
      'You can have many tokens in this app, of one organisation or of several. They know nothing of each other.',
      'The secret of a token never leaves this device, and nobody can read it, not even you. So it cannot be copied to another device: there you add a new token.',
    ],
  },
  {
    id: 'add',
    icon: 'scan',
    title: 'Add a token',
    body: [
      'Your organisation sends you a mail, or shows you a page, with a link, a QR code and an activation string. All three are the same; use the one that is easiest. Each works once.',
      [
        'By link: open it on this device. The app opens and goes on by itself.',
        'By QR code: choose Add, then Scan a QR code, and hold the camera in front of the screen that shows it. A picture of the code works too.',
        'By typing: choose Add and paste the activation string. It starts with A1. Or type the 16 characters that your page shows.',
      ],
      'Compare the six digits that the app and the page show. If they differ, stop: somebody may be between you and your organisation.',
      'Codes of other providers, which start with otpauth://, work in the same place. They give you passcodes; sign-in requests do not exist for them.',
    ],
  },
  {
    id: 'passcodes',
    icon: 'clock',
    title: 'Passcodes',
    body: [
      'A passcode is a number, or a few letters, that you type where you sign in. Each is accepted once.',
      'A time-based token shows a new passcode every minute or half minute; the ring shows how long it lasts. After you approve a request, the passcode that was sent for you is shown as used, and the next one comes by itself.',
      'An event-based token shows one when you choose Next passcode. It is valid until you use it, or a later one.',
      'If passcodes are refused, look at the clock of this device: set date and time to automatic.',
    ],
  },
  {
    id: 'offline',
    icon: 'offline',
    title: 'Without a network',
    body: [
      'Passcodes work without any network: on a plane, in a cellar, abroad. Open the app and type the passcode where you sign in.',
      'Sign-in requests need a network. When this device has none, choose the passcode on the login page.',
      'The app itself, this help included, opens without a network once it has been opened with one.',
    ],
  },
  {
    id: 'requests-missing',
    icon: 'bellOff',
    title: 'Sign-in requests do not arrive',
    body: [
      'You can always sign in with a passcode meanwhile: choose it on the login page.',
      [
        'Open the app and choose Check for requests. Requests arrive within seconds while it is open.',
        'Open the settings of the token. Autosend must be on.',
        'If the app says that the browser blocks notifications, allow them in the settings of this site. On an iPhone or iPad, add the app to the home screen first.',
        'Look at the settings of the device: battery saving and ‘do not disturb’ hold notifications back.',
        'Check that date and time are set to automatic.',
      ],
      'If the login page says that requests are withheld, several were not answered. Sign in with a passcode; requests come again afterwards.',
    ],
  },
  {
    id: 'not-me',
    icon: 'warning',
    title: 'A request that was not you',
    body: [
      'If this device asks about a sign-in that you did not start, somebody may know your password.',
      [
        'Choose ‘No, it wasn’t me’, then ‘It wasn’t me!’. Nobody is let in, and your organisation is told.',
        'Change your password, and wherever else you use the same one.',
        'Never approve a request to make it stop, and never read a number or a passcode to anybody. Your organisation does not ask for them.',
      ],
      'The settings of each token list its last 20 requests and what you answered.',
    ],
  },
  {
    id: 'new-phone',
    icon: 'refresh',
    title: 'A new device',
    body: [
      'Tokens cannot be copied. Keep the old device until the new one works.',
      [
        'On the new device, open this app in the browser and, if you like, install it.',
        'Ask for a new activation: in the portal of your organisation, or from its help desk.',
        'Add the token on the new device and sign in with it once.',
        'Remove the token on the old device: open its settings and choose Remove token.',
      ],
      'For tokens of other providers, switch to the new device in the settings of each provider before you give the old one away.',
    ],
  },
  {
    id: 'lost-phone',
    icon: 'shield',
    title: 'A lost device',
    body: [
      'Tell your organisation at once, in its portal or by its help desk. It withdraws the tokens of the lost device, and whoever finds it can no longer sign in with them.',
      'Then ask for a new activation and add a token on another device.',
      'Clearing the data of this site in the browser also erases the tokens. They cannot be brought back; you need new ones.',
    ],
  },
  {
    id: 'pin',
    icon: 'key',
    title: 'PIN',
    body: [
      'Your organisation decides whether a token has a PIN. The settings of the token say so.',
      'A token PIN is typed in this app before it shows a passcode or approves. A server PIN is typed on the login page, together with the passcode.',
      'After too many wrong PINs a token locks. Ask your organisation for a new activation.',
      'Never tell anybody your PIN. Your organisation does not ask for it.',
    ],
  },
  {
    id: 'biometrics',
    icon: 'info',
    title: 'Fingerprint and face',
    body: [
      'Where your organisation allows it, fingerprint or face can take the place of the token PIN. You switch it on in the settings of the token, and the PIN always works as well.',
      'Your fingerprint and your face stay with the device. Neither this app nor your organisation ever gets them.',
    ],
  },
  {
    id: 'privacy',
    icon: 'shield',
    title: 'Privacy',
    body: [
      'This app talks to the server of your organisation and to nobody else. There is no tracking, no advertising and no account with anybody.',
      'The server learns the kind of device, its system and browser, the name that you give a token, and when you answer requests. It does not learn where you are, and never sees your tokens of other providers.',
      'Sign-in requests that come as notifications pass the push service of your browser, encrypted: it sees that something comes, not what.',
      'The list of your requests and the event log stay on this device. You alone decide whether to share the log. It never holds a secret, a passcode, a number or a password.',
      'Pictures and what the camera sees are read on this device and kept nowhere.',
    ],
  },
];
