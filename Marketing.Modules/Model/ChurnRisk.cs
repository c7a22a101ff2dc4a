namespace Marketing.Model;

/// <summary>A probability of churn in words.</summary>
public enum ChurnRisk
{
    /// <summary>Likely to come back.</summary>
    Low,

    /// <summary>May come back or not.</summary>
    Middle,

    /// <summary>Likely to stay away.</summary>
    High,
}

/// <summary>Classes of the probability of churn.</summary>
public static class ChurnRisks
{
    /// <summary>The class of a probability: a third of the scale each.</summary>
    public static ChurnRisk Of(double churn) => churn < 1 / 3.0 ? ChurnRisk.Low : churn < 2 / 3.0 ? ChurnRisk.Middle : ChurnRisk.High;
}
