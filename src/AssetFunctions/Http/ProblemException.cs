namespace AssetFunctions.Http;

/// <summary>Rejects an invalid request with a problem.</summary>
sealed class ProblemException(ApiResponse problem) : Exception
{
    public ApiResponse Problem => problem;
}
