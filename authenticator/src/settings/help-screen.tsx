import type { JSX } from 'preact';
import { language, texts } from '../texts/index.ts';
import { helpTopics } from '../texts/help.ts';
import { Links, Page } from './page.tsx';

/** The topics of the help, or one of them. */
export function HelpScreen(props: { readonly topic: string | null }): JSX.Element {
  const topics = helpTopics[language];
  const topic = topics.find(({ id }) => id === props.topic);
  if (topic === undefined) {
    return (
      <Page key="topics" back="#settings" title={texts.settings.help}>
        <Links links={topics.map(({ id, icon, title }) => ({ href: `#help/${id}`, icon, title }))} />
      </Page>
    );
  }
  return (
    <Page key={topic.id} back="#help" title={topic.title}>
      <article class="card section prose">
        {topic.body.map((part, index) =>
          typeof part === 'string' ? (
            <p key={index}>{part}</p>
          ) : (
            <ol key={index}>
              {part.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          ),
        )}
      </article>
    </Page>
  );
}
