namespace Marketing.Data.Demo;

/// <summary>What a product of the demo shop costs and how many there are.</summary>
internal readonly record struct InventedProduct(long Id, long Cost, int Stock);

/// <summary>How a customer of the demo shop is called and reached.</summary>
internal readonly record struct InventedPerson(long Id, string Name, string Email);

/// <summary>What a customer of the demo shop said about mail.</summary>
internal readonly record struct InventedConsent(long Customer, bool Granted, long At);

/// <summary>What a visitor of the demo shop did.</summary>
internal readonly record struct InventedEvent(long Customer, long Product, EventKind Kind, long At);
