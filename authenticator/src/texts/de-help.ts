import type { HelpTopic } from './en-help.ts';

/** The help in German. */
export const germanHelp: readonly HelpTopic[] = [
  {
    id: 'token',
    icon: 'key',
    title: 'Was ist ein Token?',
    body: [
      'Ein Token macht dieses Gerät zum Beweis, dass Sie es sind. Es gehört zu einem Konto bei einer Organisation, erzeugt Passcodes dafür und antwortet, wenn sich dieses Konto anmeldet.',
      'Sie können viele Tokens in dieser App haben, von einer Organisation oder von mehreren. Sie wissen nichts voneinander.',
      'Das Geheimnis eines Tokens verlässt dieses Gerät nie, und niemand kann es lesen, auch Sie nicht. Darum lässt es sich nicht auf ein anderes Gerät kopieren: Dort fügen Sie ein neues Token hinzu.',
    ],
  },
  {
    id: 'add',
    icon: 'scan',
    title: 'Token hinzufügen',
    body: [
      'Ihre Organisation schickt Ihnen eine E-Mail oder zeigt Ihnen eine Seite mit einem Link, einem QR-Code und einem Aktivierungscode. Alle drei sind gleichwertig; nehmen Sie, was am einfachsten ist. Jeder funktioniert einmal.',
      [
        'Mit dem Link: Öffnen Sie ihn auf diesem Gerät. Die App öffnet sich und macht von selbst weiter.',
        'Mit dem QR-Code: Wählen Sie „Neu“, dann „QR-Code scannen“, und halten Sie die Kamera vor den Bildschirm, der ihn zeigt. Ein Bild des Codes geht auch.',
        'Durch Eintippen: Wählen Sie „Neu“, und fügen Sie den Aktivierungscode ein. Er beginnt mit A1. Oder tippen Sie die 16 Zeichen ein, die Ihre Seite zeigt.',
      ],
      'Vergleichen Sie die sechs Ziffern, die App und Seite zeigen. Wenn sie verschieden sind, brechen Sie ab: Es könnte jemand zwischen Ihnen und Ihrer Organisation sein.',
      'Codes anderer Anbieter, die mit otpauth:// beginnen, funktionieren an derselben Stelle. Sie geben Ihnen Passcodes; Anmeldeanfragen gibt es für sie nicht.',
    ],
  },
  {
    id: 'passcodes',
    icon: 'clock',
    title: 'Passcodes',
    body: [
      'Ein Passcode ist eine Zahl oder sind einige Buchstaben, die Sie dort eintippen, wo Sie sich anmelden. Jeder wird einmal angenommen.',
      'Ein zeitbasiertes Token zeigt jede Minute oder halbe Minute einen neuen Passcode; der Ring zeigt, wie lange er gilt. Nachdem Sie eine Anfrage bestätigt haben, erscheint der Passcode, der für Sie gesendet wurde, als verwendet, und der nächste kommt von selbst.',
      'Ein ereignisbasiertes Token zeigt einen, wenn Sie „Nächster Passcode“ wählen. Er gilt, bis Sie ihn oder einen späteren verwenden.',
      'Wenn Passcodes abgelehnt werden, sehen Sie nach der Uhr dieses Geräts: Stellen Sie Datum und Uhrzeit auf automatisch.',
    ],
  },
  {
    id: 'offline',
    icon: 'offline',
    title: 'Ohne Netz',
    body: [
      'Passcodes funktionieren ganz ohne Netz: im Flugzeug, im Keller, im Ausland. Öffnen Sie die App, und tippen Sie den Passcode dort ein, wo Sie sich anmelden.',
      'Anmeldeanfragen brauchen ein Netz. Wenn dieses Gerät keines hat, wählen Sie auf der Anmeldeseite den Passcode.',
      'Die App selbst, auch diese Hilfe, öffnet sich ohne Netz, sobald sie einmal mit Netz geöffnet war.',
    ],
  },
  {
    id: 'requests-missing',
    icon: 'bellOff',
    title: 'Anmeldeanfragen kommen nicht an',
    body: [
      'In der Zwischenzeit können Sie sich immer mit einem Passcode anmelden: Wählen Sie ihn auf der Anmeldeseite.',
      [
        'Öffnen Sie die App, und wählen Sie „Anfragen abrufen“. Solange sie geöffnet ist, kommen Anfragen in Sekunden an.',
        'Öffnen Sie die Einstellungen des Tokens. Autosend muss eingeschaltet sein.',
        'Wenn die App sagt, dass der Browser Benachrichtigungen blockiert, erlauben Sie sie in den Einstellungen dieser Website. Auf einem iPhone oder iPad legen Sie die App zuerst auf den Home-Bildschirm.',
        'Sehen Sie in die Einstellungen des Geräts: Energiesparen und „Nicht stören“ halten Benachrichtigungen zurück.',
        'Prüfen Sie, ob Datum und Uhrzeit auf automatisch stehen.',
      ],
      'Wenn die Anmeldeseite sagt, dass Anfragen zurückgehalten werden, blieben mehrere ohne Antwort. Melden Sie sich mit einem Passcode an; danach kommen wieder Anfragen.',
    ],
  },
  {
    id: 'not-me',
    icon: 'warning',
    title: 'Eine Anfrage, die nicht von Ihnen war',
    body: [
      'Wenn dieses Gerät nach einer Anmeldung fragt, die Sie nicht begonnen haben, kennt vielleicht jemand Ihr Passwort.',
      [
        'Wählen Sie „Nein, das war ich nicht“, dann „Das war ich nicht!“. Niemand wird angemeldet, und Ihre Organisation wird informiert.',
        'Ändern Sie Ihr Passwort, auch überall sonst, wo Sie dasselbe verwenden.',
        'Bestätigen Sie nie eine Anfrage, damit sie aufhört, und lesen Sie niemandem eine Zahl oder einen Passcode vor. Ihre Organisation fragt nicht danach.',
      ],
      'Die Einstellungen jedes Tokens zeigen seine letzten 20 Anfragen und was Sie geantwortet haben.',
    ],
  },
  {
    id: 'new-phone',
    icon: 'refresh',
    title: 'Ein neues Gerät',
    body: [
      'Tokens lassen sich nicht kopieren. Behalten Sie das alte Gerät, bis das neue funktioniert.',
      [
        'Öffnen Sie diese App auf dem neuen Gerät im Browser, und installieren Sie sie, wenn Sie möchten.',
        'Fordern Sie eine neue Aktivierung an: im Portal Ihrer Organisation oder bei deren Helpdesk.',
        'Fügen Sie das Token auf dem neuen Gerät hinzu, und melden Sie sich einmal damit an.',
        'Entfernen Sie das Token auf dem alten Gerät: Öffnen Sie seine Einstellungen, und wählen Sie „Token entfernen“.',
      ],
      'Bei Tokens anderer Anbieter wechseln Sie in den Einstellungen jedes Anbieters zum neuen Gerät, bevor Sie das alte weggeben.',
    ],
  },
  {
    id: 'lost-phone',
    icon: 'shield',
    title: 'Ein verlorenes Gerät',
    body: [
      'Informieren Sie sofort Ihre Organisation, im Portal oder beim Helpdesk. Sie zieht die Tokens des verlorenen Geräts zurück, und wer es findet, kann sich damit nicht mehr anmelden.',
      'Fordern Sie dann eine neue Aktivierung an, und fügen Sie auf einem anderen Gerät ein Token hinzu.',
      'Wenn Sie im Browser die Daten dieser Website löschen, werden auch die Tokens gelöscht. Sie sind nicht wiederherzustellen; Sie brauchen neue.',
    ],
  },
  {
    id: 'pin',
    icon: 'key',
    title: 'PIN',
    body: [
      'Ihre Organisation entscheidet, ob ein Token eine PIN hat. Die Einstellungen des Tokens sagen es.',
      'Eine Token-PIN tippen Sie in dieser App ein, bevor sie einen Passcode zeigt oder bestätigt. Eine Server-PIN tippen Sie auf der Anmeldeseite ein, zusammen mit dem Passcode.',
      'Nach zu vielen falschen PINs wird ein Token gesperrt. Bitten Sie Ihre Organisation um eine neue Aktivierung.',
      'Sagen Sie niemandem Ihre PIN. Ihre Organisation fragt nicht danach.',
    ],
  },
  {
    id: 'biometrics',
    icon: 'info',
    title: 'Fingerabdruck und Gesicht',
    body: [
      'Wo Ihre Organisation es erlaubt, können Fingerabdruck oder Gesicht an die Stelle der Token-PIN treten. Sie schalten es in den Einstellungen des Tokens ein, und die PIN funktioniert immer auch.',
      'Ihr Fingerabdruck und Ihr Gesicht bleiben beim Gerät. Weder diese App noch Ihre Organisation bekommt sie je.',
    ],
  },
  {
    id: 'privacy',
    icon: 'shield',
    title: 'Datenschutz',
    body: [
      'Diese App spricht mit dem Server Ihrer Organisation und mit niemandem sonst. Es gibt kein Tracking, keine Werbung und kein Nutzerkonto bei irgendwem.',
      'Der Server erfährt die Art des Geräts, sein System und seinen Browser, den Namen, den Sie einem Token geben, und wann Sie Anfragen beantworten. Er erfährt nicht, wo Sie sind, und sieht Ihre Tokens anderer Anbieter nie.',
      'Anmeldeanfragen, die als Benachrichtigung kommen, laufen verschlüsselt über den Push-Dienst Ihres Browsers: Er sieht, dass etwas kommt, nicht was.',
      'Die Liste Ihrer Anfragen und das Ereignisprotokoll bleiben auf diesem Gerät. Sie allein entscheiden, ob Sie das Protokoll teilen. Es enthält nie ein Geheimnis, einen Passcode, eine Zahl oder ein Passwort.',
      'Bilder und was die Kamera sieht, werden auf diesem Gerät gelesen und nirgends aufbewahrt.',
    ],
  },
];
