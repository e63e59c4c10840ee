/** The acts that the example agents offer, in the order of the contract. Apart from their forms, which pages of vendors do not load. */
export const OFFERED = ['relate', 'converse', 'intentcast', 'pledge', 'share', 'revoke', 'regard', 'pause', 'resume', 'leave'];
