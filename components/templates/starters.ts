import type { TemplateInput } from '@/lib/templates/schema';

/** What a new template can begin with. */
export interface Starter {
  title: string;
  description: string;
  template: Omit<TemplateInput, 'name'>;
}

const WRAP_OPEN =
  '<div style="font-family: sans-serif; max-width: 36em; margin: 0 auto; padding: 24px; line-height: 1.5">';

export const STARTERS = {
  plain: {
    title: 'Plain mail',
    description: 'A subject and a few lines of text.',
    template: {
      inputs: { first_name: { type: 'string' } },
      outputs: {
        subject: 'Welcome, {{@inputs.first_name}}',
        body: `${WRAP_OPEN}
  <p>Hello {{@inputs.first_name}},</p>
  <p>It is good to have you with us.</p>
</div>`,
      },
    },
  },
  button: {
    title: 'Mail with a button',
    description: 'One thing to do, behind one button, with the address below it.',
    template: {
      inputs: { first_name: { type: 'string' }, link: { type: 'string' } },
      outputs: {
        subject: 'Confirm your address, {{@inputs.first_name}}',
        body: `${WRAP_OPEN}
  <h1 style="font-size: 20px">Hello {{@inputs.first_name}}</h1>
  <p>Please confirm that this is your address.</p>
  <p style="margin: 24px 0">
    <a href="{{@inputs.link}}" style="background: #4a47c9; color: #fff; padding: 10px 18px; border-radius: 6px; text-decoration: none">Confirm</a>
  </p>
  <p style="color: #565968; font-size: 13px">Or open {{@inputs.link}}</p>
</div>`,
      },
    },
  },
  localized: {
    title: 'Localized mail',
    description: 'Its texts are localizations, in the language of the reader.',
    template: {
      inputs: { first_name: { type: 'string' }, ordered_at: { type: 'string' } },
      outputs: {
        subject: "{{t 'order.subject' name=@inputs.first_name}}",
        body: `${WRAP_OPEN}
  <h1 style="font-size: 20px">{{t 'order.greeting' name=@inputs.first_name}}</h1>
  <p>{{t 'order.body' when=(datetime @inputs.ordered_at dateStyle='long' timeStyle='short')}}</p>
</div>`,
      },
    },
  },
  empty: {
    title: 'From nothing',
    description: 'An empty subject and an empty body.',
    template: { outputs: { subject: '', body: '' } },
  },
} as const satisfies Record<string, Starter>;
export type StarterName = keyof typeof STARTERS;
export const STARTER_NAMES = Object.keys(STARTERS) as StarterName[];
