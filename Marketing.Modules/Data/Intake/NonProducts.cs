namespace Marketing.Data.Intake;

/// <summary>Codes that stand for postage, fees, discounts, vouchers and tests, in files and as they arrive.</summary>
/// <param name="codes">Codes, or beginnings with a star; case does not matter.</param>
internal sealed class NonProducts(IEnumerable<string> codes)
{
    private readonly ILookup<bool, string> _codes = codes.Select(IntakeText.Code).ToLookup(code => code.EndsWith('*'));

    /// <summary>Whether a code is no product.</summary>
    public bool Holds(string code)
    {
        var text = IntakeText.Code(code);
        return _codes[false].Contains(text) || _codes[true].Any(beginning => text.AsSpan().StartsWith(beginning.AsSpan(0, beginning.Length - 1), StringComparison.Ordinal));
    }
}
