namespace Marketing.Kernel;

/// <summary>Identifies a customer. The default value identifies nobody.</summary>
public readonly record struct CustomerId(long Value);

/// <summary>Identifies a product. The default value identifies nothing.</summary>
public readonly record struct ProductId(long Value);

/// <summary>Identifies an order. The default value identifies nothing.</summary>
public readonly record struct OrderId(long Value);

/// <summary>Identifies one import of one file. The default value identifies nothing.</summary>
public readonly record struct ImportId(long Value);

/// <summary>Identifies one trained version of a model. The default value identifies nothing.</summary>
public readonly record struct ModelVersionId(long Value);

/// <summary>Identifies one training in a process of its own. The default value identifies nothing.</summary>
public readonly record struct TrainingId(long Value);

/// <summary>Identifies one row of the decision ledger. The default value identifies nothing.</summary>
public readonly record struct DecisionId(long Value);

/// <summary>Identifies a campaign. The default value identifies nothing.</summary>
public readonly record struct CampaignId(long Value);

/// <summary>Identifies an advertising campaign. The default value identifies nothing.</summary>
public readonly record struct AdCampaignId(long Value);

/// <summary>Identifies an advertisement. The default value identifies nothing.</summary>
public readonly record struct AdId(long Value);

/// <summary>Identifies one message to one person. The default value identifies nothing.</summary>
public readonly record struct MessageId(long Value);

/// <summary>Identifies one run of a job. The default value identifies nothing.</summary>
public readonly record struct RunId(long Value);

/// <summary>Identifies somebody who signs in. The default value identifies nobody.</summary>
public readonly record struct UserId(long Value);
