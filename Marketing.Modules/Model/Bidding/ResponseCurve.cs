namespace Marketing.Model.Bidding;

/// <summary>
/// Margin by spend with falling returns and nothing at 0: <c>a ln(1 + x/c)</c>, <c>a x / (c + x)</c> (a Hill curve without an S,
/// Michaelis and Menten 1913) or <c>a x^c</c> with c below 1.
/// </summary>
/// <param name="Form">Which of them.</param>
/// <param name="Scale">The letter a, 0 or more; 0 for a campaign that does not pay.</param>
/// <param name="Shape">The letter c, above 0.</param>
internal readonly record struct ResponseCurve(ResponseForm Form, double Scale, double Shape)
{
    /// <summary>Margin at a spend.</summary>
    public double At(double spend) => Scale * Unit(Form, Shape, spend);

    /// <summary>Margin of one more unit; infinite for a power at 0.</summary>
    public double Marginal(double spend) => Scale == 0 ? 0 : Form switch
    {
        ResponseForm.Log => Scale / (Shape + spend),
        ResponseForm.Saturation => Scale * Shape / ((Shape + spend) * (Shape + spend)),
        _ => Scale * Shape * Math.Pow(spend, Shape - 1),
    };

    /// <summary>Spend at which one more unit brings so much, or 0 where the first brings less; what is asked is above 0.</summary>
    public double SpendAt(double marginal) => Scale == 0 ? 0 : Math.Max(0, Form switch
    {
        ResponseForm.Log => (Scale / marginal) - Shape,
        ResponseForm.Saturation => Math.Sqrt(Scale * Shape / marginal) - Shape,
        _ => Math.Pow(Scale * Shape / marginal, 1 / (1 - Shape)),
    });

    /// <summary>The curve of a scale of 1.</summary>
    public static double Unit(ResponseForm form, double shape, double spend) => form switch
    {
        ResponseForm.Log => Math.Log(1 + (spend / shape)),
        ResponseForm.Saturation => spend / (shape + spend),
        _ => Math.Pow(spend, shape),
    };
}

/// <summary>Forms of a curve.</summary>
internal enum ResponseForm
{
    /// <summary><c>a ln(1 + x/c)</c>.</summary>
    Log,

    /// <summary><c>a x / (c + x)</c>.</summary>
    Saturation,

    /// <summary><c>a x^c</c>.</summary>
    Power,
}
