import type { ActionBaseValues, ActionValuesKind } from '@/components/dispatchers/actions/base-values';
import { baseInput, baseValues, orUndefined } from '@/components/dispatchers/actions/base-values';
import type { MailAction } from '@/lib/dispatchers/schema';

/** A mail action as the form holds it. At most one of `templateId` and `templateName` is filled. */
export interface MailValues extends ActionBaseValues {
  type: 'mail';
  recipients: { to: string[]; cc: string[]; bcc: string[] };
  templateId: string;
  templateName: string;
  language: string;
  timeZone: string;
}

export const mailValues: ActionValuesKind<MailValues, MailAction> = {
  create: () => ({
    ...baseValues(),
    type: 'mail',
    recipients: { to: [], cc: [], bcc: [] },
    templateId: '',
    templateName: '',
    language: '',
    timeZone: '',
  }),
  fromAction: (action) => ({
    ...baseValues(action),
    type: 'mail',
    recipients: {
      to: action.recipients.to,
      cc: action.recipients.cc ?? [],
      bcc: action.recipients.bcc ?? [],
    },
    templateId: action.templateId ?? '',
    templateName: action.templateName ?? '',
    language: action.language ?? '',
    timeZone: action.timeZone ?? '',
  }),
  toInput: (values) => {
    const { to, cc, bcc } = values.recipients;
    const { templateId, templateName, language, timeZone } = values;
    const input = {
      ...baseInput(values),
      type: 'mail' as const,
      recipients: { to, ...(cc.length > 0 && { cc }), ...(bcc.length > 0 && { bcc }) },
      ...orUndefined({ templateId, templateName, language, timeZone }),
    };
    const hasTemplate = templateId !== '' || templateName !== '';
    return { input, issues: hasTemplate ? [] : [{ path: ['templateId'], message: 'choose a template' }] };
  },
};
